/** A word as it is written: a piece in single quotes is literal; in others `$NAME` is a variable. */
export type Word = readonly { readonly text: string; readonly literal: boolean }[];

export type Command =
  | { readonly kind: 'simple'; readonly words: readonly Word[]; readonly redirections: readonly Redirection[] }
  | { readonly kind: 'until'; readonly condition: Command; readonly body: Command }
  | { readonly kind: 'list'; readonly first: Command; readonly rest: readonly Joined[] };

/** `> FILE`, `>> FILE`, `2> FILE`. */
export type Redirection = { readonly stream: 1 | 2; readonly append: boolean; readonly to: Word };
type Joined = { readonly after: 'always' | 'success' | 'failure'; readonly command: Command };

type Token = { readonly kind: 'operator'; readonly text: string } | { readonly kind: 'word'; readonly word: Word };

/** Parses a script; undefined when it uses more of the shell's language than is known here. */
export function parseScript(script: string): Command | undefined {
  const tokens = tokensOf(script);
  if (!tokens) return undefined;
  let position = 0;

  const peek = () => tokens[position];
  const keyword = (token: Token | undefined) =>
    token?.kind === 'word' && token.word.length === 1 && !token.word[0]?.literal ? token.word[0]?.text : undefined;

  function accept(text: string): boolean {
    const token = peek();
    const found = token?.kind === 'operator' ? token.text === text : keyword(token) === text;
    if (found) position++;
    return found;
  }

  function list(...ends: string[]): Command | undefined {
    const first = command();
    if (!first) return undefined;
    const rest: Joined[] = [];
    for (;;) {
      const after = accept('&&') ? 'success' : accept('||') ? 'failure' : accept(';') ? 'always' : undefined;
      const next = peek();
      if (!next || ends.includes(keyword(next) ?? ''))
        return after && after !== 'always' ? undefined : { kind: 'list', first, rest };
      if (!after) return undefined;
      const joined = command();
      if (!joined) return undefined;
      rest.push({ after, command: joined });
    }
  }

  function command(): Command | undefined {
    return accept('until') ? until() : simple();
  }

  function until(): Command | undefined {
    const condition = list('do');
    if (!condition || !accept('do')) return undefined;
    const body = list('done');
    if (!body || !accept('done')) return undefined;
    return { kind: 'until', condition, body };
  }

  function simple(): Command | undefined {
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (let token = peek(); token; token = peek()) {
      if (token.kind === 'word') words.push(token.word);
      else {
        const [, stream, arrow] = /^(2?)(>>?)$/.exec(token.text) ?? [];
        if (!arrow) break;
        const target = tokens?.[++position];
        if (target?.kind !== 'word') return undefined;
        redirections.push({ stream: stream ? 2 : 1, append: arrow === '>>', to: target.word });
      }
      position++;
    }
    return words.length > 0 ? { kind: 'simple', words, redirections } : undefined;
  }

  const whole = list();
  return position === tokens.length ? whole : undefined;
}

const operator = /^(?:&&|\|\||;|\n|2?>>|2?>)/;
const wordPiece = /^(?:'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|((?:[^\s'"\\;&|<>()`$]|\$(?:\w+|\{\w+\}|(?=[\s;]|$)))+))/s;

function tokensOf(script: string): Token[] | undefined {
  const tokens: Token[] = [];
  let rest = script;
  for (;;) {
    rest = rest.replace(/^(?:[ \t\r]|\\\n|#[^\n]*)+/, '');
    if (!rest) return tokens;
    const found = operator.exec(rest)?.[0];
    if (found) {
      const previous = tokens.at(-1);
      const text = found === '\n' ? ';' : found;
      // Newlines may follow one another, and `do`, without separating anything.
      const separates = previous?.kind === 'word' && previous.word[0]?.text !== 'do';
      if (found !== '\n' || separates) tokens.push({ kind: 'operator', text });
      rest = rest.slice(found.length);
      continue;
    }
    const word: { text: string; literal: boolean }[] = [];
    for (let piece = wordPiece.exec(rest); piece; piece = wordPiece.exec(rest)) {
      const [all, single, double, escaped, bare] = piece;
      word.push({
        text: single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? bare ?? '',
        literal: single !== undefined || escaped !== undefined,
      });
      rest = rest.slice(all.length);
    }
    if (word.length === 0 || word.some(({ text, literal }) => !literal && /[`]|\$\(/.test(text))) return undefined;
    tokens.push({ kind: 'word', word });
  }
}
