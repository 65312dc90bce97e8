from chat.web.server import free_memory


async def test_free_memory_is_returned_where_the_system_takes_it(monkeypatch):
    asked = []
    monkeypatch.setattr(free_memory, "_malloc_trim", lambda: asked.append)
    await free_memory.release()
    assert asked == [0]


async def test_nothing_is_done_where_the_system_has_no_such_function(monkeypatch):
    monkeypatch.setattr(free_memory, "_malloc_trim", lambda: None)
    await free_memory.release()


def test_looking_for_the_function_finds_one_or_none():
    assert free_memory._malloc_trim() is None or free_memory._malloc_trim()(0) in {0, 1}
