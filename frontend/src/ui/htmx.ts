/** htmx as the Content-Security-Policy allows it: no evaluated code, no style element of its own. */
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;

export default htmx;
