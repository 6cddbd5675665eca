/** The header's row of pages on a phone: the open page in view, and a fade at each edge beyond which there is more. */

/** Less than this is rounding, not another page. */
const SLACK_PX = 2;

export function startNavigation(nav: HTMLElement): void {
  const open = nav.querySelector<HTMLElement>("[aria-current]");
  if (open !== null)
    nav.scrollLeft = open.offsetLeft - nav.offsetLeft - (nav.clientWidth - open.offsetWidth) / 2;
  const tell = () => {
    nav.classList.toggle("more-before", nav.scrollLeft > SLACK_PX);
    nav.classList.toggle("more-after", nav.scrollLeft + nav.clientWidth < nav.scrollWidth - SLACK_PX);
  };
  nav.addEventListener("scroll", tell, { passive: true });
  new ResizeObserver(tell).observe(nav);
}
