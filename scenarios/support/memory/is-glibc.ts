/** Whether malloc() is the one of glibc, which keeps freed memory in its heap. musl, macOS and Windows return more of it. */
export function isGlibc(): boolean {
  const { header } = process.report.getReport() as { readonly header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}
