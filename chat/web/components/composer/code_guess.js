// Whether lines that somebody pastes are likely code, or what a program has printed: prose must not be taken for it.
const MOST = 400; // lines that are looked at

const SIGNS = [
  /[;{}]\s*$/, // ends as statements do
  /^\s*[})\]]+[;,)]*\s*$/,
  /^\s*(?:def|class|fn|func|function|impl|struct|enum|interface|namespace|package|module)\s+[\w$<"']/,
  /^\s*(?:import|from|using|require|include|#include|#define|export|@\w+)\b.*[\w"'>)*;]$/,
  /^\s*(?:const|let|var|val|public|private|protected|static|final|async)\s+[\w$[{*]+/,
  /^\s*(?:if|for|while|switch|match|elif|else if|catch|except|with)\b.*[{:]\s*$/,
  /^\s*(?:else|try|finally|do|begin|then|end|fi|done|esac)\s*[:{]?\s*$/,
  /^\s*(?:return|raise|throw|yield|await|print|echo|sudo|cd|git|npm|pip|docker|kubectl|curl)\b\s*\S/,
  /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|FROM|WHERE|JOIN|GROUP BY|ORDER BY)\b/,
  /=>|->|::|&&|\|\||[!=]==?|[+\-*/]=|:=|<\/|\/>/,
  /^\s*[\w$.[\]"']+\s*=\s*\S/,
  /^\s*["'][\w -]+["']\s*:\s*\S/,
  /^\s*[\w$.]+\([^)]*\)\s*[;{]?\s*$/,
  /^\s*<\/?[a-z][\w-]*(?:\s[^>]*)?>/i,
  /^\s*(?:\/\/|\/\*|\*\/|#!|--\s)/,
  /^\s*(?:\$|>>>|\.\.\.|PS [A-Z]:.*>|[\w.-]+@[\w.-]+[:~].*[$#])\s/, // a prompt
  /^(?:\s+at\s+\S+|\s+File ".*", line \d+|Traceback \(|\w*(?:Error|Exception)\b:?)/,
  /^(?:@@ |\+\+\+ |--- |diff --git )/,
  /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/, // a log
];

const LIST = /^\s*(?:[-*+•]|\d+[.)])\s+\S/;

export function looksLikeCode(text) {
  if (text.includes("```")) return false;
  const lines = text.split("\n", MOST).filter((line) => line.trim());
  if (lines.length < 2) return false;
  const likely = lines.filter((line) => SIGNS.some((sign) => sign.test(line))).length;
  const indented = lines.filter((line) => /^(?:\t| {2,})\S/.test(line) && !LIST.test(line)).length;
  return likely >= 2 ? (likely + indented) / lines.length >= 0.5 : likely === 1 && indented / lines.length >= 0.3;
}
