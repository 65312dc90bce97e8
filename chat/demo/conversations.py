"""Conversations of simulated people, which fit any room."""

CAST = 5
"""How many people a conversation has at most; it names them by number."""

CONVERSATIONS = tuple(
    " ".join(conversation.split())
    for conversation in """
0 Coffee is ready, second floor ☕ ^2🙏 | 1 On my way | 2 Is there any of the cake left? | 0 Two pieces | 2 One piece |
3 No pieces. Sorry, I could not wait ~
+0 Who has the key to the small meeting room? | 4 It is in my bag, I will bring it at once | 0 Thank you! |
4 Wrong bag. Give me a minute ~ Wrong bag, it is in the other one. Give me a minute
+1 Has anybody tried the new lunch place by the bridge? | 3 Yes, the soup is very good | 3 And they are quick ^0👍 |
0 Shall we go there today, at 12:30? | 2 I am in | 4 Me too, but not before 12:45 | 0 12:45 it is ~ 12:45 it is, I book
a table for five ^1👍 ^3👍 ^4🎉
+2 I have just pushed the new front page to staging: https://example.com/staging | 0 Looks great on my phone ^2❤️ |
4 The logo is a bit close to the edge on the left | 2 Good eye, I will move it | 2 Done, please reload ^4🎉 ^0🎉 |
1 The old one looked beter ~ The old one looked better… no, I am joking, well done!
+3 Quick question: is the demo on Thursday at two or at three? | 0 At two ~ At three, I have just looked it up |
3 Thanks! Then I have time for a run before | 1 In this weather? | 3 There is no bad weather 🌧️ ^1😂 ^0💪
+4 My train stands still, I will be ten minutes late | 2 No hurry, we begin with the numbers | 4 We are moving again |
1 Numbers are done, they are good ones: ¶- 12 % more visitors ¶- half as many complaints ^2🎉 ^0🎉 ^3👏 |
4 Then I missed the best part
+0 Does anybody know how to get the projector to talk to a laptop? | 3 Have you tried the other cable? | 0 There is
another cable? | 3 Behind the curtain | 0 It works! You have saved my afternoon ^3❤️ |
2 Never tell anybody where it is ~
+1 Friday is my last day before the holidays | 2 Where do you go? | 1 To the sea, with a tent and far too many books
^0😍 | 4 Take me with you | 0 Send a photo when you are there | 1 I will send one of the books
+1 /poll I order lunch for all of us. What shall it be? / Pizza / Sushi / Soup #10 #01 #20 #31 #40 #30 | 1 Pizza it is,
at 12:30 in the kitchen ^3🍕 | 4 With olives? | 1 Half of it, to keep the peace ^4🎉
+2 Could somebody read two paragraphs for me? It is the announcement | 4 Sure, send it over | 2 It is in the shared
folder: https://example.com/announcement | 4 Very clear. I would only leave out the second “exciting” | 2 Out it goes |
0 And the first one? | 2 That one stays ^4😂 ^0😂
+3 The plants on the window sill look thirsty | 0 I watered them yesterday | 1 So did I | 4 Oh no, me too | 3 They are
not thirsty then. They are drowning | 2 Poor plants 🌱 ^4😢
""".strip().split("\n+")
)
