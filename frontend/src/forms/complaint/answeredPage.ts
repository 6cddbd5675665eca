/**
 * Reads a page of this server's own, as navigating to it would, but into a document that runs nothing: no script, no
 * event handler in an attribute. Its templates have escaped what people wrote. Never for text from anywhere else.
 */
export function inertPage(html: string): Document {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const element of page.querySelectorAll("*")) {
    if (/^(script|iframe|object|embed|base)$/i.test(element.localName) && !isData(element)) element.remove();
    for (const { name } of [...element.attributes])
      if (/^(on|srcdoc$)/i.test(name)) element.removeAttribute(name);
  }
  return page;
}

/** JSON that a template hands to the page's script. */
function isData(element: Element): boolean {
  return element.localName === "script" && element.getAttribute("type") === "application/json";
}
