import { rootScale } from "../ui/rootScale";

/** As in wallSmall.css. */
const WIDEST_REM = 50;

/** Whether the wall shows one thing at a time over the map, as on a phone. */
export function isNarrow(): boolean {
  return window.innerWidth <= WIDEST_REM * 16 * rootScale();
}
