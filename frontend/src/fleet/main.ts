import "../shared/page";
import "htmx.org";
