/** "Lingga, Simpang Empat" for a place, asked of the server once for each rounded place. */
import { call } from "../../net/api";

const known = new Map<string, Promise<string>>();
const MOST_KEPT = 500;

/** `place` is "lon,lat" in degrees, rounded by the caller; answers an empty text when the server does not know. */
export function placeName(place: string): Promise<string> {
  let answer = known.get(place);
  if (answer === undefined) {
    if (known.size >= MOST_KEPT) known.clear();
    answer = ask(place);
    known.set(place, answer);
  }
  return answer;
}

async function ask(place: string): Promise<string> {
  const [lon, lat] = place.split(",");
  try {
    return (await call<{ name: string }>("GET", `/api/v1/places/at?lon=${lon}&lat=${lat}`)).name;
  } catch (error) {
    // Asked again the next time: a wall lives for months, and the network comes back.
    known.delete(place);
    console.warn("a place's name could not be read", error);
    return "";
  }
}
