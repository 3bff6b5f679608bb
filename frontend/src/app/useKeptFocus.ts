import { useEffect } from "react";

/**
 * Keep the focus on the page when what had it disappears: a form that was sent, a button that is
 * no longer there. It goes to the nearest part in which it stood.
 *
 * Without this the focus falls to the body, and who hears the page has lost their place.
 */
export function useKeptFocus() {
  useEffect(() => {
    // What surrounds the last focus on the page itself, from the inside out; dialogs come and go.
    let around: Element[] = [];
    let frame = 0;
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof Element && !target.closest("[role=dialog], [role=alertdialog]")) {
        around = ancestorsOf(target);
      }
    };
    const onBlur = ({ target, relatedTarget }: FocusEvent) => {
      if (relatedTarget || !(target instanceof Element)) return;
      // Browsers tell of the blur just before they take an element away.
      queueMicrotask(() => {
        if (target.isConnected && target === around[0]) around = [];
      });
    };
    const keep = () => {
      if (document.activeElement !== document.body || around[0]?.isConnected !== false) return;
      const place = around.find((element) => element.isConnected && placeIn(element));
      const taker = place && placeIn(place);
      around = [];
      if (!taker) return;
      if (!taker.hasAttribute("tabindex")) taker.tabIndex = -1;
      taker.focus();
    };
    const observer = new MutationObserver(() => {
      if (around[0]?.isConnected !== false) return;
      cancelAnimationFrame(frame);
      // A page or a dialog that gives the focus a place itself comes first.
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(keep);
      });
    });
    document.addEventListener("focusin", onFocus);
    document.addEventListener("focusout", onBlur);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("focusout", onBlur);
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);
}

function ancestorsOf(element: Element): Element[] {
  const found: Element[] = [];
  for (let each: Element | null = element; each; each = each.parentElement) found.push(each);
  return found;
}

/** What takes the focus for a part of the page: itself, such as a message, or else its heading. */
function placeIn(part: Element): HTMLElement | null {
  if (part instanceof HTMLElement && part.hasAttribute("tabindex")) return part;
  if (part.matches("section, main")) return part.querySelector<HTMLElement>("h1, h2, h3");
  return part === document.body ? part.querySelector<HTMLElement>("h1") : null;
}
