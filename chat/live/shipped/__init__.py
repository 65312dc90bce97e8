"""The kinds that everybody has, each written as a plugin would be."""

from chat.live.shipped.chart import Chart
from chat.live.shipped.checklist import Checklist
from chat.live.shipped.counter import Counter
from chat.live.shipped.event import Event
from chat.live.shipped.poll import Poll

SHIPPED = (Poll, Checklist, Event, Counter, Chart)
