"""requests.packages.urllib3: the name under which older programs import urllib3."""

import sys

import urllib3.util.retry  # noqa: F401

for _name in [name for name in sys.modules if name == "urllib3" or name.startswith("urllib3.")]:
    sys.modules[f"requests.packages.{_name}"] = sys.modules[_name]
urllib3 = sys.modules["urllib3"]
