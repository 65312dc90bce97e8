// Links in Markdown.

// Something in parentheses, or with spaces, would end the address too early.
const inLink = (address) => (/[\s()<>]/.test(address) ? `<${address.replace(/[\s<>]/g, encodeURIComponent)}>` : address);

export const writeLink = (text, address) => `[${text}](${inLink(address)})`;
