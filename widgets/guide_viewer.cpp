#include "widgets/guide_viewer.h"

#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QListWidget>
#include <QSplitter>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace phiscope {

namespace {

const QString folder = QStringLiteral(":/guide");

QString readPage(const QString& name) {
    QFile file(QStringLiteral("%1/%2.md").arg(folder, name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The first heading of a page.
QString titleOf(const QString& name) {
    const QStringList lines = readPage(name).split(QLatin1Char('\n'));
    for (const QString& line : lines) {
        if (line.startsWith(QLatin1String("# "))) {
            return line.mid(2).trimmed();
        }
    }
    return name;
}

} // namespace

GuideViewer::GuideViewer(QWidget* parent)
    : QDialog(parent)
    , pages_(new QListWidget)
    , text_(new QTextBrowser) {
    setObjectName(QStringLiteral("guideViewer"));
    setWindowTitle(tr("Guide"));
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    resize(920, 680);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* splitter = new QSplitter;
    pages_->setFrameShape(QFrame::NoFrame);
    pages_->setAccessibleName(tr("Pages"));
    text_->setFrameShape(QFrame::NoFrame);
    text_->setAccessibleName(tr("Guide"));
    text_->setOpenLinks(false);
    text_->setSearchPaths({folder});
    text_->document()->setDocumentMargin(24);
    splitter->addWidget(pages_);
    splitter->addWidget(text_);
    splitter->setSizes({220, 700});
    splitter->setStretchFactor(1, 1);
    layout->addWidget(splitter);

    QStringList names;
    const QStringList files = QDir(folder).entryList({QStringLiteral("*.md")}, QDir::Files, QDir::Name);
    for (const QString& file : files) {
        names << file.chopped(3);
    }
    // The way in comes first.
    std::stable_partition(names.begin(), names.end(), [](const QString& name) {
        return name == QLatin1String("index") || name.contains(QLatin1String("tour")) ||
               name.contains(QLatin1String("first"));
    });
    for (const QString& name : names) {
        auto* item = new QListWidgetItem(titleOf(name), pages_);
        item->setData(Qt::UserRole, name);
        item->setSizeHint({0, 28});
    }
    connect(pages_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item != nullptr) {
            load(item->data(Qt::UserRole).toString());
        }
    });
    connect(text_, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        if (url.scheme().startsWith(QLatin1String("http"))) {
            QDesktopServices::openUrl(url);
        } else if (url.path().endsWith(QLatin1String(".md"))) {
            showPage(QFileInfo(url.path()).completeBaseName());
        } else if (url.hasFragment()) {
            text_->scrollToAnchor(url.fragment());
        }
    });
    pages_->setCurrentRow(0);
}

void GuideViewer::showPage(const QString& name) {
    for (int k = 0; k < pages_->count(); ++k) {
        if (pages_->item(k)->data(Qt::UserRole).toString() == name) {
            pages_->setCurrentRow(k);
        }
    }
}

void GuideViewer::load(const QString& name) {
    text_->document()->setMarkdown(readPage(name), QTextDocument::MarkdownDialectGitHub);
    text_->moveCursor(QTextCursor::Start);
}

} // namespace phiscope
