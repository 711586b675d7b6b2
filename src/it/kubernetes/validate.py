"""validate.py VERSION FILE...

Checks every document of these YAML or JSON files against the schemas of a Kubernetes version, unknown fields
refused. Prints the documents as one JSON array; complains on standard error, a line each, and ends with 1.
"""

import json
import sys

import yaml
from kubernetes_validate import utils


def problem(document, version):
    try:
        utils.validate(document, version, strict=True)
    except utils.ValidationError as error:
        return "%s: %s" % (".".join(map(str, error.path)), error.message)
    except utils.SchemaNotFoundError as error:
        return error.message
    return None


def main(version, files):
    documents = []
    failed = False
    for file in files:
        with open(file, encoding="utf-8") as text:
            for document in filter(None, yaml.safe_load_all(text)):
                documents.append(document)
                found = problem(document, version)
                if found:
                    failed = True
                    print("%s, %s: %s" % (file, document.get("kind"), found), file=sys.stderr)
    json.dump(documents, sys.stdout)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
