// What elements look like, as HTML from other programs says it. The attribute has another name before it is parsed: the page's
// policy forbids styles of strangers, and a browser would complain of each, so that nobody saw what matters.
export const STYLE = "data-style";

// Comments as well, so that no quotation mark in one is taken for the begin of a value. Each part of it goes on to the end
// rather than fail, so that the time grows with the length.
const TAGS = /<!--[\s\S]*?(?:-->|$)|<style[\s\S]*?(?:<\/style|$)|<[a-z](?:=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$))|[^>=]+|=)*/gi;

const NAME = /=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$))|(?<=[\s/"'])style(?=\s*=)/gi;

const renamed = (tag) => tag.replace(NAME, (found) => (found[0] === "=" ? found : STYLE));

// Styles for all of it go as well.
export const withoutStyles = (html) => html.replace(TAGS, (tag) => (/^<style/i.test(tag) ? "<wbr" : tag[1] === "!" ? tag : renamed(tag)));

export const styleOf = (node) => node.getAttribute(STYLE) ?? "";
