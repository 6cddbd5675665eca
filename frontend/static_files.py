"""Static files that may be built anew beside a running process: what has come is served, what has gone is a 404.

WhiteNoise lists the collected files once, when the process starts. A file that it does not know, or that is no longer
where it was, is looked for once more; so neither a new build nor a half-finished one turns into an error of the server.
"""

from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise that looks again for a file before it says that there is none."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The file, or the answer of the rest of the chain."""
        path = request.path_info
        if not path.startswith(self.static_prefix):
            answer: HttpResponseBase = super().__call__(request)
            return answer
        return self._known(path, request) or self._come(path, request) or self.get_response(request)

    def _known(self, path: str, request: HttpRequest) -> HttpResponseBase | None:
        """From the list of the start; None where the file is not in it, or gone from the disk."""
        file = self.files.get(path)
        if file is None:
            return None
        try:
            answer: HttpResponseBase = self.serve(file, request)
        except FileNotFoundError:
            self.files.pop(path, None)
            return None
        return answer

    def _come(self, path: str, request: HttpRequest) -> HttpResponseBase | None:
        """A file that was built since the start; it joins the list."""
        try:
            file = self.find_file(path)
        except (ValueError, SuspiciousFileOperation):  # a name that no file can have
            return None
        if file is None:
            return None
        self.files[path] = file
        return self._known(path, request)

    def add_files_from_finders(self) -> None:
        """Nothing is listed at the start: a build may be under way, and each file is found when it is asked for."""

    def candidate_paths_for_url(self, url: str) -> Iterator[str]:
        """Where the file of an address may lie: among the collected ones, then in the apps' own folders."""
        name = url[len(self.static_prefix) :]
        root = Path(self.static_root).resolve()
        path = root / name
        if path.is_relative_to(root):  # an address with ".." was refused before
            yield str(path)
        if found := finders.find(name):
            yield found


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names of collected files by the manifest on the disk, as it is now; a name that it lacks stands for itself."""

    _read_at: tuple[int, int] | None = None

    def stored_name(self, name: str) -> str:
        """The name with its hash; without one where the file was not collected, so that a page still opens."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            again = self._read_again()
        try:
            return str(super().stored_name(name)) if again else name
        except ValueError:
            return name

    def _read_again(self) -> bool:
        """Whether the manifest has changed since it was last looked at; then its names are the new ones."""
        try:
            found = Path(self.path(self.manifest_name)).stat()
            seen = (found.st_mtime_ns, found.st_size)
            if seen == self._read_at:
                return False
            self.hashed_files, self.manifest_hash = self.load_manifest()
        except (FileNotFoundError, ValueError):  # not there, or half written
            return False
        self._read_at = seen
        return True
