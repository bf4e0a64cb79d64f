// Runs inside the page and lists what makes it hard to use: the checks of an
// accessibility audit that need no rule engine.

export function audit() {
  const found = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.type !== "hidden";
  const known = new Map();
  const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const describe = (element) => element.outerHTML.slice(0, 80);

  if (!document.documentElement.lang) found.push("no lang on html");
  if (!document.title.trim()) found.push("no title");
  if (!document.querySelector("meta[name=viewport]")) found.push("no viewport");
  if (all("h1").length !== 1) found.push(`${all("h1").length} h1`);
  if (all("main").length !== 1) found.push(`${all("main").length} main`);

  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) found.push(`id ${id} twice`);

  for (const input of all("input, select, textarea").filter(shown)) {
    if (!input.labels?.length && !input.ariaLabel) found.push(`no label: ${describe(input)}`);
    if (["text", "email", "password"].includes(input.type) && !input.autocomplete)
      found.push(`no autocomplete: ${describe(input)}`);
    for (const id of (input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean))
      if (!document.getElementById(id)) found.push(`aria-describedby names no element: ${id}`);
  }
  for (const button of all("button, a[href]").filter(shown))
    if (!button.innerText.trim() && !button.ariaLabel && !button.querySelector("img[alt]:not([alt=''])"))
      found.push(`no name: ${describe(button)}`);
  for (const image of all("img")) if (image.getAttribute("alt") === null) found.push(`no alt: ${describe(image)}`);

  for (const element of all("body *").filter(shown)) {
    const ownText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!ownText) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const back = background(element);
    if (!back) continue; // a picture or a gradient
    const size = parseFloat(fontSize);
    const need = size >= 24 || (size >= 18.66 && fontWeight >= 700) ? 3 : 4.5; // WCAG 2.2, 1.4.3
    const got = contrast(over(rgba(color), back), back);
    if (got < need) found.push(`contrast ${got.toFixed(2)} < ${need}: ${describe(element)}`);
  }

  for (const element of all("input, select, textarea").filter(shown)) {
    if (["checkbox", "radio"].includes(element.type)) continue; // the browser draws them
    const style = getComputedStyle(element);
    const outside = background(element.parentElement);
    if (!outside) continue;
    const seen = Math.max(
      contrast(over(rgba(style.borderTopColor), outside), outside),
      contrast(over(rgba(style.backgroundColor), outside), outside),
    );
    if (seen < 3) found.push(`edge contrast ${seen.toFixed(2)} < 3: ${describe(element)}`); // WCAG 2.2, 1.4.11
  }

  for (const element of all("body *").filter(shown)) {
    const { display, overflowX } = getComputedStyle(element);
    if (display !== "inline" && overflowX === "visible" && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      found.push(`the content sticks out by ${element.scrollWidth - element.clientWidth} px: ${describe(element)}`);
  }

  const width = document.documentElement.scrollWidth;
  if (width > window.innerWidth) found.push(`scrolls sideways: ${width} px in ${window.innerWidth}`);
  return found;

  // rgba lets a canvas read the colour, which knows every syntax there is.
  function rgba(text) {
    if (!known.has(text)) {
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = text;
      pixel.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  }

  function over([r, g, b, a], under) {
    return [r, g, b].map((value, i) => value * a + under[i] * (1 - a));
  }

  function background(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      layers.push(rgba(style.backgroundColor));
      if (layers.at(-1)[3] === 1) break; // nothing behind it is seen
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), canvas());
  }

  // canvas is the colour behind the page, which depends on its colour scheme.
  function canvas() {
    const probe = document.body.appendChild(document.createElement("span"));
    probe.style.color = "Canvas";
    const colour = rgba(getComputedStyle(probe).color);
    probe.remove();
    return colour.slice(0, 3);
  }

  function luminance(rgb) {
    const [r, g, b] = rgb.map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, two) {
    const [light, dark] = [luminance(one), luminance(two)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }
}
