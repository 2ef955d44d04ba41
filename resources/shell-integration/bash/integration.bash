# Fleetlab's marks for bash: where a prompt begins and ends, when a command starts and how it ended, and the folder.
# The learner's own settings are read first and stay as they are.

__fleetlab_secret=$FLEETLAB_SHELL_SECRET
__fleetlab_launcher=$FLEETLAB_LAUNCHER
__fleetlab_login=${FLEETLAB_LOGIN_SHELL-}
# A program that runs in this shell must not know the secret.
unset FLEETLAB_SHELL_SECRET FLEETLAB_LAUNCHER FLEETLAB_LOGIN_SHELL

# The prompts hold their marks by these names alone: a PS1 that is exported (by the learner's settings, by Python's `activate`) goes to every
# program, and another shell that uses it knows no such names.
__fleetlab_prompt_begin=$'\033]133;A;'
__fleetlab_prompt_begun=$';fleetlab='$__fleetlab_secret$'\007'
__fleetlab_prompt_end=$'\033]133;B;fleetlab='$__fleetlab_secret$'\007'
__fleetlab_command_begin=$'\033]133;C;fleetlab='$__fleetlab_secret$'\007'
__fleetlab_line_goes_on=$'\033]133;P;k=s;fleetlab='$__fleetlab_secret$'\007'

if [ "$__fleetlab_login" = 1 ]; then
  if [ -r /etc/profile ]; then . /etc/profile; fi
  if [ -r ~/.bash_profile ]; then . ~/.bash_profile
  elif [ -r ~/.bash_login ]; then . ~/.bash_login
  elif [ -r ~/.profile ]; then . ~/.profile
  fi
elif [ -r ~/.bashrc ]; then
  . ~/.bashrc
fi

# Git Bash on Windows writes paths in its own way on the PATH.
if [ -n "${MSYSTEM-}" ] && type -P cygpath > /dev/null; then __fleetlab_launcher=$(cygpath -u "$__fleetlab_launcher"); fi

# Settings may have put other folders before it.
PATH="$__fleetlab_launcher:$PATH"

__fleetlab_mark() {
  builtin printf '\033]133;%s;fleetlab=%s\007' "$1" "$__fleetlab_secret"
}

__fleetlab_folder() {
  local value=$PWD
  if [ -n "${MSYSTEM-}" ]; then value=$(builtin pwd -W); fi
  value=${value//\\/\\\\}
  value=${value//;/\\x3b}
  value=${value//$'\n'/\\x0a}
  value=${value//$'\033'/\\x1b}
  value=${value//$'\007'/\\x07}
  builtin printf '\033]633;P;Cwd=%s;fleetlab=%s\007' "$value" "$__fleetlab_secret"
}

__fleetlab_ran=0
__fleetlab_is_prompting=0
__fleetlab_has_marked=0
__fleetlab_has_ps0=0

# First of the prompt commands: the others still see the last command's status.
# What the functions say on the other channel is nothing but the trace of a learner's `set -x`.
__fleetlab_before_prompt() {
  local status=$?
  __fleetlab_is_prompting=0
  # Behind another command (`PROMPT_COMMAND="history -a; $PROMPT_COMMAND"`) it is that one's status. The prompt itself tells the right one.
  case ${PROMPT_COMMAND[0]-} in
    __fleetlab_before_prompt*) if [ "$__fleetlab_ran" = 1 ]; then __fleetlab_mark "D;$status"; fi ;;
  esac
  __fleetlab_ran=0
  __fleetlab_folder
  __fleetlab_has_marked=1
  # With `set -e` it would end the shell, where the learner's own command did not (`false && true`).
  case $- in *e*) ;; *) return "$status" ;; esac
} 2> /dev/null

# Last of them: one of the others may have made the prompt anew.
__fleetlab_after_prompt() {
  # The learner has set the variable anew, which of a list replaces the first one only.
  if [ "$__fleetlab_has_marked" = 0 ]; then
    __fleetlab_put_first
    __fleetlab_ran=0
    __fleetlab_folder
  fi
  __fleetlab_has_marked=0
  __fleetlab_put_last
  case ${PS1-} in
    *'${__fleetlab_prompt_end-}'*) ;;
    # Its status is the last command's, whatever the prompt commands did.
    *) PS1='\[${__fleetlab_prompt_begin-}${__fleetlab_prompt_begin:+$?}${__fleetlab_prompt_begun-}\]'${PS1-}'\[${__fleetlab_prompt_end-}\]' ;;
  esac
  # The index is an assignment: it notes that a command ran, in this shell and without starting another.
  case ${PS0-} in
    *'${__fleetlab_command_begin-}'*) ;;
    *) if [ "$__fleetlab_has_ps0" = 1 ]; then PS0='${__fleetlab_command_begin-}${PS1:$((__fleetlab_ran=1,0)):0}'${PS0-}; fi ;;
  esac
  # The prompt of a line that goes on.
  case ${PS2-} in
    *'${__fleetlab_line_goes_on-}'*) ;;
    *) PS2='\[${__fleetlab_line_goes_on-}\]'${PS2-} ;;
  esac
  # Where it lives on the trap, bash-preexec takes this function for one of the learner's, and would not tell of their next command.
  if [ "$__fleetlab_has_ps0" = 0 ] && type -t __bp_interactive_mode > /dev/null; then __bp_interactive_mode; fi
  __fleetlab_is_prompting=1
} 2> /dev/null

# In one with what was first: bash-preexec looks for its installer there only, and would remove the trap it lives on at each prompt.
__fleetlab_put_first() {
  PROMPT_COMMAND=("__fleetlab_before_prompt"$'\n'"${PROMPT_COMMAND[0]-}" "${PROMPT_COMMAND[@]:1}")
}

# Another one came behind it, which may make the prompt anew: from the next prompt on it comes before.
__fleetlab_put_last() {
  local count=${#PROMPT_COMMAND[@]} command
  if [ "$count" -lt 2 ] || [ "${PROMPT_COMMAND[$((count - 1))]-}" = __fleetlab_after_prompt ]; then return 0; fi
  local others=()
  for command in "${PROMPT_COMMAND[@]}"; do
    if [ "$command" != __fleetlab_after_prompt ]; then others+=("$command"); fi
  done
  PROMPT_COMMAND=("${others[@]}" __fleetlab_after_prompt)
}

if [ "${BASH_VERSINFO[0]}" -gt 4 ] || { [ "${BASH_VERSINFO[0]}" -eq 4 ] && [ "${BASH_VERSINFO[1]}" -ge 4 ]; }; then
  __fleetlab_has_ps0=1
else
  # macOS brings bash 3.2, which has no PS0.
  __fleetlab_before_command() {
    local status=$?
    if [ "$__fleetlab_is_prompting" = 1 ] && [ "$BASH_COMMAND" != __fleetlab_before_prompt ]; then
      __fleetlab_is_prompting=0
      __fleetlab_ran=1
      __fleetlab_mark C
    fi
    # With `extdebug`, a trap that fails leaves the command out: only a learner's trap behind this one is told the status.
    if [ -n "$__fleetlab_own_trap" ]; then return "$status"; fi
  } 2> /dev/null
  # The learner's own trap goes on behind it; `trap -p` quotes its text as one word.
  eval "__fleetlab_words=($(trap -p DEBUG))"
  __fleetlab_own_trap=${__fleetlab_words[2]-}
  unset __fleetlab_words
  # Told the last argument, the call leaves it in `$_`. In one line: bash-preexec reads what `trap -p` prints line by line.
  trap '__fleetlab_before_command "$_"'"${__fleetlab_own_trap:+; $__fleetlab_own_trap}" DEBUG
fi

if [ "${BASH_VERSINFO[0]}" -gt 5 ] || { [ "${BASH_VERSINFO[0]}" -eq 5 ] && [ "${BASH_VERSINFO[1]}" -ge 1 ]; }; then
  __fleetlab_put_first
  PROMPT_COMMAND+=(__fleetlab_after_prompt)
else
  # Before 5.1 it is one text, of a list as well.
  __fleetlab_own_prompt_command=${PROMPT_COMMAND-}
  PROMPT_COMMAND='__fleetlab_before_prompt'$'\n'"$__fleetlab_own_prompt_command"$'\n''__fleetlab_after_prompt'
fi
