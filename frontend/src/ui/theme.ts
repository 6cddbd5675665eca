/** The theme lives in a cookie, so that the server renders the page in it and nothing flashes. */
export type Theme = "dark" | "day";

const COOKIE = "pantau_theme";
const YEAR_S = 31_536_000;

export function currentTheme(page: Document): Theme {
  return page.documentElement.dataset.theme === "day" ? "day" : "dark";
}

export function setTheme(page: Document, theme: Theme): void {
  page.documentElement.dataset.theme = theme;
  page.cookie = `${COOKIE}=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
  page.dispatchEvent(new CustomEvent("pantau:theme", { detail: theme }));
}

export function toggleTheme(page: Document): Theme {
  const next = currentTheme(page) === "dark" ? "day" : "dark";
  setTheme(page, next);
  return next;
}
