/** Areas and lengths in the reader's language, in the unit that fits. */
import { numbers } from "../ui/format";
import type { Language } from "../ui/i18n";

export function areaText(squareMetres: number, language: Language): string {
  const number = numbers(language);
  if (squareMetres < 10_000) return `${number(squareMetres)} m²`;
  if (squareMetres < 1_000_000) return `${number(squareMetres / 10_000, 1)} ha`;
  return `${number(squareMetres / 1_000_000, squareMetres < 1e8 ? 2 : 0)} km²`;
}

export function lengthText(metres: number, language: Language): string {
  const number = numbers(language);
  return metres < 10_000 ? `${number(metres)} m` : `${number(metres / 1000, 2)} km`;
}
