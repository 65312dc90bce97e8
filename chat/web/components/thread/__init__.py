"""The thread beside a room: its panel, around a second `RoomView`."""
