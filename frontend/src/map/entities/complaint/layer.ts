import type { Complaint } from "../../../net/live/types";
import { mercatorPlace, type Placed } from "../../core/symbolScene";
import { COMPLAINT_SYMBOLS, type ComplaintLook, complaintLook } from "./symbol";

const URGENCY: readonly ComplaintLook[] = ["emergency", "high", "new", "working", "answered", "done"];

/** Null without a place. */
export function placeComplaint(complaint: Complaint): Placed | null {
  if (complaint.lon === null || complaint.lat === null) return null;
  const look = complaintLook(complaint);
  return {
    ...mercatorPlace(complaint.lon, complaint.lat),
    thing: { type: "complaint", id: complaint.id },
    symbol: COMPLAINT_SYMBOLS[look],
    rank: URGENCY.indexOf(look),
    label: complaint.title,
  };
}
