/** The scripts that shells load. They ask tidemark at each Tab, so that they need not be loaded again when it changes. */
import type { Shell } from '../command-line/completion.ts';

/** The first argument of what they call. */
export const COMPLETE = '__complete';

export const renderScript = (shell: Shell): string => SCRIPTS[shell].trim();

/** Where `tidemark` is an alias or a function, such as for npx, the one of the project is asked. */
const BASH = `
# Completion of tidemark for bash. In ~/.bashrc: source <(tidemark completion bash)
_tidemark() {
  local program=\${COMP_WORDS[0]} folder=$PWD word
  case $(type -t -- "$program") in
    alias | function)
      while [[ $folder && ! -x $folder/node_modules/.bin/tidemark ]]; do folder=\${folder%/*}; done
      program=$folder/node_modules/.bin/tidemark ;;
  esac
  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("$word")
    case $word in *[=/]) compopt -o nospace 2>/dev/null ;; esac
  done < <("$program" ${COMPLETE} bash "\${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
}
complete -o nosort -F _tidemark tidemark 2>/dev/null || complete -F _tidemark tidemark
`;

const ZSH = `
#compdef tidemark
# Completion of tidemark for zsh. In ~/.zshrc, after compinit: source <(tidemark completion zsh)
_tidemark() {
  local program=\${(Q)words[1]} folder=$PWD line
  if (( $+aliases[$program] || $+functions[$program] )); then
    while [[ -n $folder && ! -x $folder/node_modules/.bin/tidemark ]]; do folder=\${folder%/*}; done
    program=$folder/node_modules/.bin/tidemark
  fi
  local -a done shown open openShown
  while IFS=$'\\t' read -r line about; do
    [[ -n $about ]] && about="$line  -- $about" || about=$line
    if [[ $line == *[=/] ]]; then open+=("$line"); openShown+=("$about")
    else done+=("$line"); shown+=("$about"); fi
  done < <("$program" ${COMPLETE} zsh "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  local list=; [[ $shown[1] == *' -- '* ]] && list=-l
  (( $#open )) && compadd -U -V open -S '' -d openShown -a open
  (( $#done )) && compadd -U -V done $list -d shown -a done
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then _tidemark "$@"; else compdef _tidemark tidemark; fi
`;

const FISH = `
# Completion of tidemark for fish. Once: tidemark completion fish > ~/.config/fish/completions/tidemark.fish
function __tidemark_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    if functions -q -- $program
        set -l folder $PWD
        while test -n "$folder"; and not test -x $folder/node_modules/.bin/tidemark
            set folder (string replace -r '/[^/]*$' '' -- $folder)
        end
        set program $folder/node_modules/.bin/tidemark
    end
    set -l current (string unescape -- (commandline -ct)); or set current (commandline -ct)
    $program ${COMPLETE} fish $words[2..-1] "$current" 2>/dev/null
end
complete -c tidemark -f -k -a '(__tidemark_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
