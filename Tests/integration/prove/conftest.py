"""What takes minutes and is measured: `make prove`. The arena is that of the integration tests."""

import measure


def pytest_terminal_summary(terminalreporter):
    if measure.ROWS or measure.NOTES:
        terminalreporter.section("what was measured")
        for line in measure.table():
            terminalreporter.write_line(line)
