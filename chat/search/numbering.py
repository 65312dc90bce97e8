"""How ids of messages are divided: a block are 65,536 of them, so that a message's place in it takes two bytes."""

BLOCK_BITS = 16
BLOCK = 1 << BLOCK_BITS
PLACE = BLOCK - 1
