"""Debian's Chromium, driven by selenium, to see and click the page like a person."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

# Chromium has no sandbox, since the tests run as root. It resolves no name but that of the page.
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)  # fmt: skip
PATIENCE = 120  # seconds after which the browser counts as hanging
PHONE, DESKTOP = (360, 780), (1200, 900)


@contextmanager
def open_chromium(profile: Path, language: str = "en") -> Iterator[Chrome]:
    """Start a browser with an empty profile, and quit it afterwards."""
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--accept-lang={language}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=ChromeService("/usr/bin/chromedriver"))
    try:
        yield driver
    finally:
        driver.quit()


def enter_page(driver: Chrome, address: str) -> str:
    """Open the page by its address, as a person does; return the beginning of its links."""
    driver.get(address)
    WebDriverWait(driver, PATIENCE).until(lambda d: "/p/" in d.current_url)
    wait_for_load(driver)
    return driver.current_url.rstrip("/")


def enter_frame(driver: Chrome, selector: str) -> WebElement:
    """Enter a frame and return it. A lazy frame loads after its page, so wait until it is complete."""
    frame = driver.find_element(By.CSS_SELECTOR, selector)
    driver.execute_script("arguments[0].scrollIntoView()", frame)
    driver.switch_to.frame(frame)
    wait_for_load(driver)
    return frame


def wait_for_load(driver: Chrome) -> None:
    """Wait until the document and its styles are loaded. The empty document before it does not count."""
    loaded = "return document.readyState === 'complete' && location.href !== 'about:blank'"
    WebDriverWait(driver, PATIENCE, ignored_exceptions=(WebDriverException,)).until(
        lambda d: d.execute_script(loaded)
    )


def set_view(driver: Chrome, size: tuple[int, int], *, dark: bool = False) -> None:
    """Set the size of the screen, and its light or dark colours."""
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [
        {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def take_picture(driver: Chrome, *, whole: bool = True) -> bytes:
    """Return a PNG of the whole page, or of the part on the screen."""
    settings = {"format": "png", "captureBeyondViewport": whole}
    if whole:
        size = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        settings["clip"] = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
    return base64.b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", settings)["data"])


def print_pdf(driver: Chrome) -> bytes:
    """Return the PDF that the printer gets."""
    settings = {"printBackground": True, "paperWidth": 8.27, "paperHeight": 11.69}
    return base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", settings)["data"])
