"""Reads a package of QTI 2.1 with Pyslet, a parser of that format, and has it grade every question.

`python qti.py PACKAGE`. A question that can be graded without a person must give one point for the answer
that it calls right, and none for no answer. Prints how many questions there are, or ends with what is wrong with them.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from pyslet.qtiv2 import expressions, interactions, variables
from pyslet.qtiv2.xml import QTIDocument
from pyslet.xml.structures import Element

# Where Pyslet is not what the schema says that its own comments cite: a tolerance is a list of numbers, and what is matched may hold formulas.
expressions.Equal.XMLATTR_tolerance = ("tolerance", str, str, list)
interactions.SimpleAssociableChoice.add_child = Element.add_child


def read(path):
    document = QTIDocument()
    with path.open("rb") as file:
        document.read(file)
    return document.root


def points(item, answered):
    session = variables.ItemSessionState(item)
    session.begin_session()
    for declared in item.ResponseDeclaration if answered else []:
        name = declared.identifier
        session.map[name] = variables.Value.copy_value(session.map[name + ".CORRECT"])
    session.end_attempt()
    return session.map["SCORE"].value


def wrong_with(path):
    try:
        item = read(path)
        by_person = any(item.find_children_depth_first(interactions.ExtendedTextInteraction))
        got = [points(item, answered) for answered in (True, False)]
        return None if got == [0 if by_person else 1, 0] else f"points {got} for the right answer and for none"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def main(package):
    with TemporaryDirectory() as folder:
        ZipFile(package).extractall(folder)
        read(Path(folder, "test.xml"))
        items = sorted(Path(folder, "items").iterdir())
        wrong = [f"{path.name}: {why}" for path in items if (why := wrong_with(path))]
    if wrong or not items:
        sys.exit("\n".join(wrong or ["there is no question"]))
    print(f"{len(items)} questions read and graded")


main(sys.argv[1])
