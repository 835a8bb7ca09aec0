/* What the results of a search quote: the page without the cells of code, which stay folded until a reader asks for them. */
{
  const whole = Search.htmlToText;
  Search.htmlToText = (source, anchor) => {
    const page = new DOMParser().parseFromString(source, "text/html");
    for (const code of page.querySelectorAll(".cell_input, details.hide > summary")) code.remove();
    return whole(page.documentElement.outerHTML, anchor);
  };
}
