import { saveFile } from '../../state/save-file.ts';

/** What a picture can be saved as. */
export type PictureFormat = 'svg' | 'png';

/** A saved PNG has this many pixels for each pixel of the screen, so that it stays sharp on paper. */
const pngScale = 2;

/** What decides how a drawn element looks; everything else of its style is left out of the file. */
const drawnProperties = [
  'fill',
  'fill-opacity',
  'fill-rule',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-dashoffset',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'visibility',
  'display',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-variant-numeric',
  'letter-spacing',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
  'transform',
  'transform-origin',
  'transform-box',
] as const;

/** `network-of-singleservice.svg`: the picture's name as a file's on every system. */
export function pictureFileName(name: string, format: PictureFormat): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${words === '' ? 'picture' : words}.${format}`;
}

/** Hands the picture to the browser's own way of saving a file. Rejects with an Error in words where a PNG cannot be drawn. */
export async function savePicture(svg: SVGSVGElement, name: string, format: PictureFormat): Promise<void> {
  const text = await standalonePicture(svg, name);
  const blob = format === 'svg' ? new Blob([text], { type: 'image/svg+xml' }) : await drawPng(text, svg.getBoundingClientRect());
  saveFile(blob, pictureFileName(name, format));
}

/** The picture as an SVG text that needs nothing else: its look, its ground, its title and its faces are written into it. */
async function standalonePicture(svg: SVGSVGElement, name: string): Promise<string> {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, index) => {
    const original = originals[index];
    if (original !== undefined) writeLook(element, getComputedStyle(original));
  });
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(Math.round(width)));
  copy.setAttribute('height', String(Math.round(height)));
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  copy.style.background = groundOf(svg);
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = name;
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
  style.textContent = await faces(copy.outerHTML);
  copy.prepend(title, style);
  return new XMLSerializer().serializeToString(copy);
}

function writeLook(element: Element, style: CSSStyleDeclaration): void {
  element.removeAttribute('class');
  element.setAttribute(
    'style',
    drawnProperties.map((property) => `${property}:${style.getPropertyValue(property).replaceAll('"', "'")}`).join(';'),
  );
}

/** The colour that lies behind it on the screen. */
function groundOf(svg: Element): string {
  for (let element: Element | null = svg; element !== null; element = element.parentElement) {
    const colour = getComputedStyle(element).backgroundColor;
    if (colour !== '' && colour !== 'transparent' && colour !== 'rgba(0, 0, 0, 0)') return colour;
  }
  return '#ffffff';
}

/** The page's Latin faces that the picture uses, as rules that carry the font itself; none where they cannot be read. */
async function faces(markup: string): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
  const wanted = rules.filter((rule) => {
    const family = rule.style.getPropertyValue('font-family').replaceAll(/["']/g, '');
    const range = rule.style.getPropertyValue('unicode-range');
    return markup.includes(family) && (range === '' || /U\+0+(?:-|,|$)|U\+0-/i.test(range));
  });
  return (await Promise.all(wanted.map(carriedFace))).join('\n');
}

async function carriedFace(rule: CSSFontFaceRule): Promise<string> {
  const file = /url\(["']?([^"')]+)["']?\)/.exec(rule.style.getPropertyValue('src'))?.[1];
  if (file === undefined) return '';
  try {
    const address = new URL(file, rule.parentStyleSheet?.href ?? document.baseURI);
    const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return rule.cssText.replace(/src:[^;]+;/, `src: url(data:font/woff2;base64,${btoa(binary)}) format("woff2");`);
  } catch {
    return '';
  }
}

async function drawPng(text: string, { width, height }: { width: number; height: number }): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * pngScale);
  canvas.height = Math.round(height * pngScale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture is too large for a PNG; save it as SVG.')) : resolve(blob))),
  );
}
