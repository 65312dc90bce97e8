"""The two wheels, `streamchat` and `nicegui-streams`, in environments that have nothing else of this repository."""
