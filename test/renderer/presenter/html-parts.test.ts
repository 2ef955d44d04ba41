import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText, textOf, topElements } from '../../../src/renderer/presenter/html-parts.ts';

describe('the top elements of HTML', () => {
  it('are found whole, however they are nested', () => {
    const parts = [
      '<p>One <strong>two</strong></p>',
      '<ul><li>a</li><li>b <code>c</code></li></ul>',
      '<pre class="code"><code>x &lt; y\nz</code></pre>',
    ];
    expect(topElements(parts.join('\n'))).toEqual(parts);
  });

  it('keeps breaks, attributes with brackets, and text between elements', () => {
    expect(topElements('<p title="a > b">x<br>y</p> and <hr><p>z</p>')).toEqual(['<p title="a > b">x<br>y</p>', 'and', '<hr>', '<p>z</p>']);
    expect(topElements('  \n ')).toEqual([]);
  });

  it('joins to the same text, for any nesting', () => {
    const node = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('word', 'a &amp; b', '<br>'),
        fc
          .tuple(fc.constantFrom('p', 'div', 'em', 'ul'), fc.array(tie('node'), { maxLength: 3 }))
          .map(([name, inside]) => `<${name}>${inside.join(' ')}</${name}>`),
      ),
    })).node;
    fc.assert(
      fc.property(fc.array(node, { maxLength: 6 }), (nodes) => {
        const html = nodes.join(' ');
        const parts = topElements(html);
        expect(parts.join('').replace(/\s/g, '')).toBe(html.replace(/\s/g, ''));
        for (const part of parts)
          expect(part.match(/<[a-z]/g)?.length ?? 0).toBe((part.match(/<\//g)?.length ?? 0) + (part.match(/<br>/g)?.length ?? 0));
      }),
    );
  });
});

describe('the text of HTML', () => {
  it('has its characters back, and lines of code kept', () => {
    expect(plainText('<p>a &lt;b&gt; &#x27;c&#39;</p><p>d</p>')).toBe("a <b> 'c' d");
    expect(textOf('<pre><code>one\ntwo</code></pre>').split('\n').slice(0, 2)).toEqual(['one', 'two']);
  });
});
