/** What stands in place of a camera's picture. */
import type { CameraStage } from "../../../net/live/types";
import type { Key } from "../../../ui/i18n";

/** Pictures are fetched of cameras in use alone, so those that are not say so before they say that one failed. */
export function noPictureText(stage: CameraStage, failed: boolean): Key {
  if (stage === "planned" || stage === "installed") return "detail.pictures-later";
  return failed ? "detail.picture-failed" : "detail.no-picture";
}
