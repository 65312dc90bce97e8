"""What the demo's people have said before it is looked at for the first time."""

# Each conversation starts with "+" and the minutes since the one before. "|" starts the next message, with the number
# of its author, "¶" is a line break, and {3} the first name of author 3.
WEEKEND_PLANS = """
+0 0 Morning all! Who is around this weekend? | 0 I am thinking of a hike on Saturday, with cake at the end 🥾 |
3 Count me in | 3 As long as it is not 25 km again, {0} | 0 Twelve at most, promise | 6 There is a lovely loop around
the lake. Train at 8:40, four hours of walking, and the inn at the far end does a proper apple cake. I walked it last
autumn and met perhaps ten people all day. Only the first half hour is steep; after that it is all forest and meadows.
| 6 https://example.com/trails/lake-loop | 9 Sold by the cake | 4 Can I bring the dog? | 0 So, for
**Saturday**: ¶- *8:25* at the station, platform 4 ¶- good shoes, a litre of water ¶- appetite for cake | 7 Sadly out |
7 Send photos!
+1180 2 Film on Friday? The cinema by the canal has an old heist film, with subtitles | 5 Which one? | 5 With a parrot?
| 5 I have seen that one three times | 2 It has a parrot | 5 Fourth time it is then 🦜 | 8 I get the tickets | 1 Me too!
+1590 2 That was great | 2 The parrot still steals it | 5 I only quoted it twice | 8 {5} | 8 Eleven times. I counted
+640 4 Brunch on Sunday? The new place has tables for eight, if we book by tonight | 9 Anything there without eggs? |
4 Plenty: ¶waffles with plums ¶mushrooms on toast ¶and “the gardener”, which comes in a flower pot 🌱 | 9 I will have
the flower pot | 6 Two of us, please | 4 Booked for 11:15, under my name
+920 0 Hikers: showers from three, they say. An hour earlier? | 3 Fine, 7:25 | 3 Bring me coffee and I forgive you ☔
+690 9 What a day! Fourteen kilometres, one thunderstorm, two pieces of cake each | 0 “Twelve at most”, I know |
0 In my defence, somebody followed the dog | 4 He knew where the inn was | 3 https://example.com/photos/the-lake
+1180 7 Brunch was lovely, thank you @{4}! | 7 Next one at our place, we own far too many chairs now
+520 1 There is a brass band in the park next Sunday, free, from four | 8 🎺🎺🎺 | 2 I can bring the big blanket |
5 And I bring nothing but good spirits | 5 And maybe crisps | 1 Both welcome. Near the old oak, I will wave
"""
SRE_TEAM = """
+0 5 Good morning. Handover: one page, at 03:12, disk on the log collector at 91 %. I removed two old indexes and it
went down to 64 %, no users affected. The real fix is a shorter retention; the ticket is in the queue. | 1 Thanks {5},
I have the pager now | 1 Go and sleep | 2 Deploying checkout 4.18 in ten minutes | 7 The canary looked good overnight |
2 Rolling out, 25 % | 2 50 % | 2 All done. Errors flat, p99 at 210 ms
+380 1 ALERT checkout: p99 above 2 s | 1 Looking | 2 Here too. Nothing was deployed since this morning | 8 The
database has 400 connections open, normally it is 60 | 1 **Incident**, severity 2. {8} takes the database, {2}
checkout, {7} the updates | 7 Status page is up: https://example.com/status/checkout | 8 Found it: ¶```sql ¶SELECT id,
total FROM orders ¶WHERE NOT shown ¶ORDER BY created; -- no index ¶``` ¶3 ms this morning, **1.8 s** now | 2 That is
the badge in the header | 2 `flagctl set header-badge off --env prod` | 8 Connections are falling: 310, 180, 75 📉 | 1
p99 back at 220 ms | 7 All clear is posted, nineteen minutes in all | 4 Well done, all of you. Review tomorrow at ten,
blameless as always. Put what you saw into the document while it is fresh, the dead ends too:
https://example.com/docs/review-checkout
+1350 4 Good review. We agreed on: ¶- [x] @{8}: an index ¶- [ ] @{1}: an alert on connections ¶- [ ] @{2}: a runbook |
8 Index is on staging | 5 Please link the runbook in the alert. At 3 am I can follow a list, not think | 1 Good point,
added
+930 9 The certificate of the registry runs out in 9 days | 9 Renewal says “permission denied” 🔐 | 6 That is the role
we tightened last month | 6 Try again? | 9 ```console ¶$ certctl renew registry --dry-run ¶ok: valid for 90 days ¶```
+1140 2 Would somebody new try the runbook? https://example.com/runbooks/bad-plan | 3 Done. Steps 1 to 4 are clear |
3 Step 5 needs a role I do not have | 2 Exactly what I wanted to hear
+580 0 Can I restart staging at noon? Kernel update | 7 After 11:30 it is all yours | 0 Back. Took six minutes
+1190 6 Error budget: 61 % left | 4 Then we can afford the failover drill | 4 Thursday at ten? | 8 Yes, and I want to
pull the plug for real this time | 5 As long as it is the right plug 😄
+1140 8 Drill is over. The replica took over after 41 s, no write lost | 1 @{9}, you have the pager |
9 Thanks, I think | 9 @{2}, will you hold it for an hour tomorrow at noon?
"""
DIRECT_MESSAGES = """
+0 0 Have you seen the photos of the lake? | 2 Not yet, on my way | 0 The dog looks prouder than all of us
+1100 2 He found the inn, after all | 0 I put the train times for Saturday into weekend-plans. Tell me if 8:40 is too
early for you
"""
"""Between the first person and the third alone."""

THREADS = {
    "There is a lovely loop": """
+4 3 How steep is the first half hour, honestly? | 6 Stairs, mostly. Then it is over | 0 We take our time, and the cake
waits for us | 3 Then I bring the big thermos ☕
""",
    "Good review.": """
+25 1 The alert is done: it warns at 200 connections and pages at 300 | 4 Thank you! | 2 The runbook takes until
Thursday, I want to try every step
""",
}
"""What was replied in threads, by the beginning of the message replied to."""

ANSWERS = {
    "Sold by the cake": "There is a lovely loop",
    "“Twelve at most”": "Twelve at most, promise",
    "Brunch was lovely": "Booked for",
    "That is the badge": "Found it:",
    "Drill is over": "Yes, and I want to pull the plug",
}
"""Messages that answer others with a quote: the beginnings of both."""

DEMO_ROOMS = (
    ("weekend-plans", "Hikes, films, brunch, concerts: what are we up to?", WEEKEND_PLANS),
    ("sre-team", "Incidents, deploys, alerts and runbooks; the pager is handed over here.", SRE_TEAM),
)
