import { StringDecoder } from 'node:string_decoder';
import type { Signal } from './signals.ts';

/** The line being typed in cooked mode. */
export interface LineEditing {
  receive(data: Buffer): void;
  /** Gives up the line that is being typed as it is. */
  flush(): void;
}

export interface LineEditingOutput {
  echo(text: string): void;
  /** A whole line with its `\n`, or what was typed before Ctrl-D. */
  line(data: Buffer): void;
  endOfFile(): void;
  signal(signal: Signal): void;
}

const signalKeys: Readonly<Record<string, Signal>> = { '\x03': 'SIGINT', '\x1c': 'SIGQUIT', '\x1a': 'SIGTSTP' };

export function createLineEditing(output: LineEditingOutput): LineEditing {
  const decoder = new StringDecoder('utf8');
  let typed: string[] = [];
  let isLiteral = false;

  function receiveCharacter(character: string): void {
    if (isLiteral) {
      isLiteral = false;
      type(character);
      return;
    }
    const signal = signalKeys[character];
    if (signal !== undefined) {
      output.echo(shown(character));
      typed = [];
      output.signal(signal);
      return;
    }
    switch (character) {
      case '\r':
      case '\n':
        output.echo('\r\n');
        send('\n');
        break;
      case '\x04':
        if (typed.length === 0) output.endOfFile();
        else send('');
        break;
      case '\x7f':
      case '\b':
        erase(1);
        break;
      case '\x15':
        erase(typed.length);
        break;
      case '\x17':
        erase(lastWordLength());
        break;
      case '\x16':
        isLiteral = true;
        break;
      default:
        type(character);
    }
  }

  function type(character: string): void {
    typed.push(character);
    output.echo(character === '\t' ? '\t' : shown(character));
  }

  function send(ending: string): void {
    const line = typed.join('') + ending;
    typed = [];
    output.line(Buffer.from(line));
  }

  function erase(count: number): void {
    for (const character of typed.splice(typed.length - Math.min(count, typed.length))) {
      output.echo('\b \b'.repeat(character < ' ' ? 2 : 1));
    }
  }

  function lastWordLength(): number {
    return (/\S*\s*$/.exec(typed.join(''))?.[0] ?? '').length;
  }

  return {
    receive(data) {
      for (const character of decoder.write(data)) receiveCharacter(character);
    },
    flush() {
      if (typed.length > 0) send('');
    },
  };
}

/** ECHOCTL: Ctrl-C is shown as `^C`. */
function shown(character: string): string {
  return character < ' ' ? `^${String.fromCharCode(character.charCodeAt(0) + 64)}` : character;
}
