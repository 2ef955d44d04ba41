# Fleetlab stands in for the folder of zsh's settings only to add its marks. Each of these files reads the learner's own of the same name.
__fleetlab_folder_of_settings=$ZDOTDIR
if [[ -n ${FLEETLAB_USER_ZDOTDIR-} ]]; then
  export ZDOTDIR=$FLEETLAB_USER_ZDOTDIR
else
  unset ZDOTDIR
fi
[[ -r ${ZDOTDIR:-$HOME}/.zshenv ]] && . "${ZDOTDIR:-$HOME}/.zshenv"
# The learner's file may have moved it.
__fleetlab_user_zdotdir=${ZDOTDIR-}
unset FLEETLAB_USER_ZDOTDIR
if [[ -o interactive ]]; then
  ZDOTDIR=$__fleetlab_folder_of_settings
fi
