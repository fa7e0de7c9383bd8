import { oneLine } from '../words/shortened.ts';
import { type Content, html } from './template.ts';

/** A link where `url` is one of http or https, else the text alone: nobody is to click on `javascript:`. */
export function link(text: Content, url: string | undefined): Content {
  const address = webAddress(url);
  return address ? html`<a href="${address}" rel="noreferrer noopener">${text}</a>` : text;
}

/** What the address bar would make of it; undefined of anything but http and https, and of 2,000 characters or more. */
export function webAddress(url = ''): string | undefined {
  if (url.length >= 2_000 || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}

/** Where a scenario is found in the report; what follows `#` in its permalink. */
export function anchorOf({ id }: { readonly id: string }): string {
  return oneLine(id, 300);
}

export function permalink(scenario: { readonly id: string }): string {
  return `#${encodeURIComponent(anchorOf(scenario)).replaceAll('%2F', '/')}`;
}
