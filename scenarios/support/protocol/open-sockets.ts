/** How many TCP connections this process has open, servers not included. */
export const countOpenSockets = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
