"""Has NiceGUI's script load no component that the page has already.

Why: pages get all our components in one script, and NiceGUI has a component loaded from a file of its own when the
first element of its kind is sent later: it would be another one, and what is there would be mounted anew.
Read in: nicegui 3.18.0
Without it: a change of rooms loads each component once more, and mounts anew what is there
Can go when: NiceGUI asks `app.component(tag)` before it loads one
"""

LOADING = "load_js_components: async (msg) => {"
"""Where NiceGUI's script loads the components of elements that come later."""

ONLY_NEW = "msg.components = msg.components.filter((c) => !app.component(c.tag));"


def with_only_new_components(script: str) -> str:
    """Return the script, changed; raises `ValueError` for one that is not the one we know."""
    if script.count(LOADING) != 1:
        raise ValueError(f"NiceGUI's script has changed, and pages would load components twice: no {LOADING} in it")
    return script.replace(LOADING, f"{LOADING}\n{ONLY_NEW}")
