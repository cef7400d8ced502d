/** Needs a Node that does not exist. */
export default { needs: { node: ['99.0'] }, run() {} };
