import { InvalidArgumentError } from 'commander';

/** `12`, as an option's value. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number was expected.');
  return Number(text);
}

/** `0.5` */
export function positiveNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError('A number above 0 was expected.');
  return number;
}
