{{- /* What things are called. */}}

{{- define "child-in-need.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "child-in-need.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "child-in-need.name" .) .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name (include "child-in-need.name" .) | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{- /* What never changes of a component: a Deployment's selector can not be changed later. */}}
{{- define "child-in-need.selector" -}}
app.kubernetes.io/name: {{ include "child-in-need.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "child-in-need.labels" -}}
{{ include "child-in-need.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: child-in-need
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "child-in-need.image" -}}
{{- $image := .Values.global.image -}}
{{- with $image.registry }}{{ . | trimSuffix "/" }}/{{ end -}}
{{ $image.repository }}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default .Chart.AppVersion }}{{ end -}}
{{- end }}

{{- /* The account of a service, or of `jobs` and `test`. */}}
{{- define "child-in-need.account" -}}
{{- if .root.Values.serviceAccounts.create -}}
{{ include "child-in-need.fullname" .root }}-{{ .name }}
{{- else -}}
{{ .root.Values.serviceAccounts.existing }}
{{- end -}}
{{- end }}
