# Fleetlab's marks for zsh: where a prompt begins and ends, when a command starts and how it ended, and the folder.
# The learner's own settings are read first and stay as they are.

# macOS's /etc/zshrc has put the history beside the settings, which are ours at that moment.
if [[ ${HISTFILE-} == "$__fleetlab_folder_of_settings/"* ]]; then HISTFILE=${__fleetlab_user_zdotdir:-$HOME}/.zsh_history; fi
if [[ -n $__fleetlab_user_zdotdir ]]; then export ZDOTDIR=$__fleetlab_user_zdotdir; else unset ZDOTDIR; fi
[[ -r ${ZDOTDIR:-$HOME}/.zshrc ]] && . "${ZDOTDIR:-$HOME}/.zshrc"

# Settings may have put other folders before it.
PATH=$__fleetlab_launcher:$PATH

__fleetlab_mark() {
  builtin printf '\e]133;%s;fleetlab=%s\a' "$1" "$__fleetlab_secret"
}

__fleetlab_folder() {
  emulate -L zsh
  local value=${PWD//\\/\\\\}
  value=${value//;/\\x3b}
  value=${value//$'\n'/\\x0a}
  value=${value//$'\e'/\\x1b}
  value=${value//$'\a'/\\x07}
  builtin printf '\e]633;P;Cwd=%s;fleetlab=%s\a' "$value" "$__fleetlab_secret"
}

typeset -g __fleetlab_ran=0

# A learner's `set -x` is about their own commands.
__fleetlab_precmd() {
  local code=$?
  setopt local_options no_xtrace
  if (( __fleetlab_ran )); then
    __fleetlab_mark "D;$code"
    __fleetlab_ran=0
  fi
  __fleetlab_folder
}

# Last of the functions: another may have made the prompt anew.
__fleetlab_wrap_prompt() {
  setopt local_options no_xtrace
  __fleetlab_hook
  if [[ ${PS1-} != *"133;B;fleetlab=$__fleetlab_secret"* ]]; then
    # With the last command's exit code: the learner may have set the list of functions anew.
    PS1="%{"$'\e'"]133;A;%?;fleetlab=$__fleetlab_secret"$'\a'"%}${PS1-}%{"$'\e'"]133;B;fleetlab=$__fleetlab_secret"$'\a'"%}"
  fi
  # The prompt of a line that goes on.
  if [[ ${PS2-} != *"133;P;k=s;fleetlab=$__fleetlab_secret"* ]]; then
    PS2="%{"$'\e'"]133;P;k=s;fleetlab=$__fleetlab_secret"$'\a'"%}${PS2-}"
  fi
  # Exported ones (by the learner's settings, by Python's `activate`) would hand the secret to every program. A shell in this one gets its own
  # prompt instead of theirs: taken off before each command, the marks would be missing where the learner has just set precmd_functions anew.
  typeset -g +x PS1 PROMPT prompt PS2 PROMPT2
}

__fleetlab_preexec() {
  setopt local_options no_xtrace
  __fleetlab_ran=1
  # Quoted: a learner's global alias of that name would be put in its place.
  __fleetlab_mark 'C'
  __fleetlab_hook
}

# The learner may have set the lists anew.
__fleetlab_hook() {
  emulate -L zsh
  typeset -ga precmd_functions preexec_functions
  if (( ! ${precmd_functions[(Ie)__fleetlab_precmd]} )); then
    precmd_functions=(__fleetlab_precmd $precmd_functions __fleetlab_wrap_prompt)
  fi
  # What came behind the last one may make the prompt anew: from the next prompt on it comes before.
  if [[ $precmd_functions[-1] != __fleetlab_wrap_prompt ]]; then
    precmd_functions=(${precmd_functions:#__fleetlab_wrap_prompt} __fleetlab_wrap_prompt)
  fi
  if (( ! ${preexec_functions[(Ie)__fleetlab_preexec]} )); then preexec_functions+=(__fleetlab_preexec); fi
}
__fleetlab_hook
