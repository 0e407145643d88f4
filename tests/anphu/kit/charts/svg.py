"""Looking into drawings."""

import xml.etree.ElementTree as ET


def parse(svg):
    """The drawing as XML: it must be well-formed to be a picture at all."""
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def by_class(root, name):
    return [node for node in root.iter() if name in node.get("class", "").split()]
