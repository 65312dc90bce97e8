"""Infinite scrolling in both directions, as in LiveView's guide: page 1 first, and three pages in the browser."""

from nicegui import ui

from chat.elements.stream import Stream

PER_PAGE = 20
posts = list(range(1, 1001))


@ui.page("/")
def page() -> None:
    current = 1

    def paginate(new: int, *, anew: bool = False) -> None:
        nonlocal current
        if not (found := posts[(new - 1) * PER_PAGE : new * PER_PAGE]):
            return
        if anew:
            feed.reset(*found)
        elif new >= current:
            feed.append(*found, limit=-3 * PER_PAGE)
        else:
            feed.prepend(*found, limit=3 * PER_PAGE)
        current = new

    feed: Stream[int] = Stream(
        "posts",
        key=str,
        render=lambda post: f'<article style="padding: 20px">post {post}</article>',
        items=posts[:PER_PAGE],
        opens_at="start",
        on_top=lambda _key, overran: paginate(1 if overran else current - 1, anew=overran),
        on_bottom=lambda _key: paginate(current + 1),
    )
    feed.style("height: 90vh; width: 100%")


ui.run(reload=False, show=False)
