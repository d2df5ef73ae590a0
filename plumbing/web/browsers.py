"""Which browser on which system, in two words: enough to know one's own session by, and nothing more kept."""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Mac OS", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def kind_of_browser(agent: str | None) -> str:
    """ "Firefox on Windows"; "Another browser" where it says nothing that we know."""
    told = agent or ""
    browser = next((name for mark, name in _BROWSERS if mark in told), "Another browser")
    system = next((f" on {name}" for mark, name in _SYSTEMS if mark in told), "")
    return browser + system
