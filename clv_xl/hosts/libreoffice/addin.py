"""The component that LibreOffice loads: it hands each formula to a worker process with the Python that has clv_xl, because
LibreOffice's own Python has none of our packages.

This file goes into clv_xl.oxt beside worker.json and runs in LibreOffice's Python, which may be as old as 3.8: only the
standard library and `uno` are here.
"""

# pyright: reportOptionalMemberAccess=false

from __future__ import annotations

import contextlib
import json
import os
import struct
import subprocess
import tempfile
import threading
import time

import uno  # type: ignore
import unohelper  # type: ignore
from com.sun.star.lang import XLocalizable, XServiceInfo, XServiceName  # type: ignore
from org.clvxl import XFunctions  # type: ignore

with open(os.path.join(os.path.dirname(__file__), "worker.json"), encoding="utf-8") as _file:
    SETTINGS = json.load(_file)

NO_WORKER = [525]
"""#NAME?, as a spreadsheet answers when the add-in of a function is missing."""

NO_ROWS = [519]
"""#VALUE!, from a function that can hand over one word only."""

SECONDS_TO_START = 60
SECONDS_BETWEEN_STARTS = 10
"""A sheet of formulas must not wait for a failing start in each of its cells."""


class Worker:
    """One process for the whole office: started by the first call, started again once where it ends during a call."""

    def __init__(self):
        self.process = None
        self.lock = threading.Lock()
        self.reason = ""
        self.not_before = 0.0

    def ask(self, name, arguments):
        """The answer of a function as the worker's JSON gives it; None, with a reason, where there is no worker."""
        line = json.dumps([name, arguments]).encode() + b"\n"
        with self.lock:
            for _ in range(2):
                if self.process is None and not self.start():
                    return None
                try:
                    self.process.stdin.write(line)
                    self.process.stdin.flush()
                    answer = self.process.stdout.readline()
                    if answer.endswith(b"\n"):
                        return json.loads(answer)
                except (OSError, ValueError):
                    pass
                self.stop()
            self.reason = f"The Python at {SETTINGS['python']} stopped while it calculated {name} ({self.last_words()})."
            return None

    def start(self):
        if time.monotonic() < self.not_before:
            return False
        python = SETTINGS["python"]
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115  # a full pipe would make the worker wait; a file takes it all
        try:
            self.process = subprocess.Popen(
                [python, "-m", "clv_xl.hosts.libreoffice.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.errors,
                env=environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            self.reason = f"Python with clv_xl was not found at {python}; run clv-xl install libreoffice again."
            self.not_before = time.monotonic() + SECONDS_BETWEEN_STARTS
            return False
        guard = threading.Timer(SECONDS_TO_START, self.process.kill)
        guard.start()
        ready = self.process.stdout.readline().strip() == b'"clv_xl"'
        guard.cancel()
        if not ready:
            self.stop()
            self.reason = f"The Python at {python} cannot run clv_xl ({self.last_words()}); run clv-xl install libreoffice again."
            self.not_before = time.monotonic() + SECONDS_BETWEEN_STARTS
        return ready

    def stop(self):
        process, self.process = self.process, None
        process.kill()
        process.stdout.close()
        with contextlib.suppress(OSError):  # what was not sent yet
            process.stdin.close()
        process.wait()

    def last_words(self):
        self.errors.seek(0)
        lines = self.errors.read().decode("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "it gave no reason")


def environment():
    """Ours without what LibreOffice sets for its own Python and libraries; no module of the folder it was started in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LD_", "DYLD_"))}
    return dict(kept, PYTHONSAFEPATH="1")


def cell(value):
    """A cell of an answer as Calc takes it; an error is [its number], which Calc reads from the bits of a NaN."""
    return struct.unpack("<d", struct.pack("<Q", 0x7FF8000000000000 | value[0]))[0] if type(value) is list else value


WORKER = Worker()


def function(name):
    def rows(self, *arguments):
        answer = WORKER.ask(name, arguments)
        if answer is None:
            answer = [[WORKER.reason if name in SETTINGS["sentences"] else NO_WORKER]]
        return tuple(tuple(map(cell, row)) for row in answer)

    def word(self, *arguments):
        answer = rows(self, *arguments)
        return answer[0][0] if len(answer) == len(answer[0]) == 1 else cell(NO_ROWS)

    return word if name in SETTINGS["words"] else rows


class Functions(unohelper.Base, XFunctions, XServiceName, XServiceInfo, XLocalizable):
    def __init__(self, context):
        self.locale = uno.createUnoStruct("com.sun.star.lang.Locale")

    def getServiceName(self):
        return SETTINGS["service"]

    def getImplementationName(self):
        return SETTINGS["implementation"]

    def getSupportedServiceNames(self):
        return (SETTINGS["service"],)

    def supportsService(self, name):
        return name == SETTINGS["service"]

    def setLocale(self, locale):
        self.locale = locale

    def getLocale(self):
        return self.locale


for _name in SETTINGS["functions"]:
    setattr(Functions, _name, function(_name))

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  # LibreOffice looks for this name
g_ImplementationHelper.addImplementation(Functions, SETTINGS["implementation"], (SETTINGS["service"],))
