#pragma once

#include <QDialog>

class QListWidget;
class QTextBrowser;

namespace phiscope {

/// The user guide: the pages of resources/guide, with a list at the left.
class GuideViewer : public QDialog {
    Q_OBJECT
public:
    explicit GuideViewer(QWidget* parent = nullptr);

    /// A page by its file name without ending ("index").
    void showPage(const QString& name);

private:
    void load(const QString& name);

    QListWidget* pages_;
    QTextBrowser* text_;
};

} // namespace phiscope
