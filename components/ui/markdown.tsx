import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

const COMPONENTS: Components = {
  // The title of the page and that of the text are above it.
  h1: ({ children }) => <h3 className="mt-6 mb-2 text-base font-semibold">{children}</h3>,
  h2: ({ children }) => <h3 className="mt-6 mb-2 text-base font-semibold">{children}</h3>,
  h3: ({ children }) => <h4 className="mt-4 mb-2 text-sm font-semibold">{children}</h4>,
  p: ({ children }) => <p className="my-3 text-pretty">{children}</p>,
  ul: ({ children }) => <ul className="my-3 list-disc space-y-1 pl-5 marker:text-muted">{children}</ul>,
  ol: ({ children }) => <ol className="my-3 list-decimal space-y-1 pl-5 marker:text-muted">{children}</ol>,
  a: ({ children, href }) => (
    <a href={href} rel="noreferrer" className="text-accent underline underline-offset-2">
      {children}
    </a>
  ),
  blockquote: ({ children }) => <blockquote className="my-4 border-l-2 border-line-strong pl-4 text-muted">{children}</blockquote>,
  code: ({ children, className }) =>
    className ? (
      <code className={className}>{children}</code>
    ) : (
      <code className="rounded bg-sunken px-1 py-px font-mono text-[0.9em] leading-none break-words">{children}</code>
    ),
  pre: ({ children }) => (
    <pre
      tabIndex={0}
      className="my-4 overflow-x-auto rounded border border-line bg-sunken p-3 font-mono text-xs [&_code]:bg-transparent [&_code]:p-0"
    >
      {children}
    </pre>
  ),
  table: ({ children }) => (
    <div tabIndex={0} className="my-4 overflow-x-auto">
      <table className="w-full border-collapse text-left text-sm tabular-nums">{children}</table>
    </div>
  ),
  th: ({ children }) => <th className="border-b border-line-strong py-1 pr-4 font-medium text-muted">{children}</th>,
  td: ({ children }) => <td className="border-b border-line py-1 pr-4 align-top">{children}</td>,
  hr: () => <hr className="my-6 border-line" />,
  // Texts are ours and need no pictures; a picture would be a request to somewhere.
  img: () => null,
};

/** Inside a section of small type, headings are small, too. */
const NESTED: Components = {
  ...COMPONENTS,
  h1: ({ children }) => <h3 className="mb-2 text-sm font-semibold">{children}</h3>,
  h2: ({ children }) => <h3 className="mt-4 mb-2 text-sm font-semibold">{children}</h3>,
};

/** A line of text inside a heading or a label. */
const INLINE: Components = { ...COMPONENTS, p: ({ children }) => <>{children}</> };

export function InlineMarkdown({ text }: { readonly text: string }) {
  return <ReactMarkdown components={INLINE}>{text}</ReactMarkdown>;
}

export interface MarkdownProps {
  readonly text: string;
  readonly nested?: boolean;
  readonly small?: boolean;
}

export function Markdown({ text, nested = false, small = false }: MarkdownProps) {
  return (
    <div className={`${small ? 'text-sm' : 'text-base'} [&>:first-child]:mt-0 [&>:last-child]:mb-0`}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={nested ? NESTED : COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
