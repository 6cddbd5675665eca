/**
 * Where source code could turn text into HTML or script. The rule: only `map/core/textNode.ts` does, and what is handed to
 * Leaflet comes from it.
 */
import ts from "typescript";

/** Functions of `map/core/textNode.ts` and `map/core/symbolSvg.ts` that return elements. */
const MAKERS = new Set(["textNode", "svgElement", "iconElement", "symbolSvg"]);
/** Leaflet's methods that set their first argument as HTML when it is a string. */
const LEAFLET = new Set([
  "bindTooltip",
  "bindPopup",
  "setTooltipContent",
  "setPopupContent",
  "setContent",
  "openTooltip",
  "openPopup",
  "addAttribution",
  "setPrefix",
]);
const FORBIDDEN_CALLS = new Set([
  "insertAdjacentHTML",
  "createContextualFragment",
  "parseFromString",
  "setHTMLUnsafe",
  "parseHTMLUnsafe",
  "eval",
  "setLang",
]);
const FORBIDDEN_TARGETS = new Set(["innerHTML", "outerHTML", "srcdoc"]);

/** One line for each place of `code` (TypeScript, or the script of a Svelte component) that breaks the rule. */
export function htmlSinks(code: string, name: string): string[] {
  const markup = name.endsWith(".svelte") ? code : "";
  const script = markup
    ? [...markup.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((m) => m[1]).join("\n")
    : code;
  const found = /\{@html\b/.test(markup) ? ["{@html}"] : [];
  const visit = (node: ts.Node): void => {
    const sink = sinkOf(node);
    if (sink !== "") found.push(sink);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, script, ts.ScriptTarget.Latest, true));
  return found.map((sink) => `${name}: ${sink}`);
}

function sinkOf(node: ts.Node): string {
  if (ts.isCallExpression(node)) return callSink(node);
  if (ts.isNewExpression(node) && node.expression.getText() === "Function") return "new Function";
  if (ts.isBinaryExpression(node) && ts.isPropertyAccessExpression(node.left)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    const { text } = node.left.name;
    return assigns && FORBIDDEN_TARGETS.has(text) ? `assigns ${text}` : "";
  }
  return "";
}

function callSink(call: ts.CallExpression): string {
  const called = ts.isPropertyAccessExpression(call.expression)
    ? call.expression.name.text
    : call.expression.getText();
  if (FORBIDDEN_CALLS.has(called)) return `calls ${called}`;
  if (/^document\.write(ln)?$/.test(call.expression.getText())) return "writes the document";
  const [first] = call.arguments;
  if (called === "setAttribute")
    return /^["'`](on|srcdoc|style)/.test(first?.getText() ?? "") ? "sets an attribute" : "";
  if (LEAFLET.has(called))
    return first === undefined || isElement(first) ? "" : `${called} of ${first.getText()}`;
  const options: readonly [string, string][] = [
    ["divIcon", "html"],
    ["tileLayer", "attribution"],
    ["geoJSON", "attribution"],
    ["attribution", "prefix"],
  ];
  for (const [method, property] of options) {
    if (called !== method) continue;
    for (const argument of call.arguments) {
      const value = propertyOf(argument, property);
      if (value !== null && !isElement(value)) return `${method} with ${property} ${value.getText()}`;
    }
  }
  return "";
}

function propertyOf(object: ts.Expression, name: string): ts.Expression | null {
  if (!ts.isObjectLiteralExpression(object)) return null;
  for (const property of object.properties) {
    if (property.name?.getText() !== name) continue;
    return ts.isPropertyAssignment(property) ? property.initializer : (property.name as ts.Identifier);
  }
  return null;
}

/** Whether the expression can only be an element made by the helper, false, or a function that returns such a one. */
function isElement(value: ts.Expression): boolean {
  if (value.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isCallExpression(value)) {
    const name = value.expression.getText();
    return MAKERS.has(name) || name === "attributionHtml";
  }
  if (ts.isParenthesizedExpression(value)) return isElement(value.expression);
  if (ts.isConditionalExpression(value)) return isElement(value.whenTrue) && isElement(value.whenFalse);
  if (ts.isArrowFunction(value)) return !ts.isBlock(value.body) && isElement(value.body);
  return false;
}
